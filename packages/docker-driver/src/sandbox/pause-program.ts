/**
 * The program of a sandbox: it sleeps until it is killed, and lets the kernel reap what ends in its process namespace.
 * A static ELF executable with a single segment, written by hand: no libc, and no image that a registry would have to
 * serve.
 * @param architecture in Go's words
 * @returns `undefined` for one that there is no program for
 */
export function pauseProgram(architecture: string): Uint8Array | undefined {
  const code = codes[architecture];
  if (code === undefined) return undefined;
  const body = Buffer.from(code.bytes, "hex");
  return Buffer.concat([elfHeader(code.machine, headerSize + body.length), body]);
}

interface Code {
  /** `e_machine`, little-endian. */
  readonly machine: string;
  readonly bytes: string;
}

const codes: Readonly<Record<string, Code>> = {
  amd64: {
    machine: "3e00",
    bytes: [
      "31d2", // xor edx, edx
      "525252", // an empty sigaction: flags, restorer, mask
      "6a014889e6", // SIG_IGN; rsi points to it
      "6a115f", // rdi = SIGCHLD
      "6a08415a", // r10 = 8, the size of a signal set
      "6a0d580f05", // rt_sigaction
      "6a22580f05", // pause
      "ebf9", // again
    ].join(""),
  },
  arm64: {
    machine: "b700",
    bytes: [
      "d2800021", // mov x1, SIG_IGN
      "a9be7fe1", // push it, and
      "a9017fff", // zeroes: an empty sigaction
      "910003e1", // x1 points to it
      "d2800002",
      "d2800220", // x0 = SIGCHLD
      "d2800103", // x3 = 8
      "d28010c8", // x8 = rt_sigaction
      "d4000001", // svc
      "d2800001",
      "d2800003",
      "d2800928", // x8 = ppoll
      "d2800000",
      "d4000001", // svc
      "17fffffe", // again
    ]
      .map(littleEndian)
      .join(""),
  },
};

function littleEndian(word: string): string {
  return Buffer.from(word, "hex").reverse().toString("hex");
}

/** Of the ELF header and one program header. */
const headerSize = 120;

/** Source: elf(5). One segment, readable and executable, from the file's start at 0x400000. */
function elfHeader(machine: string, fileSize: number): Uint8Array {
  const header = Buffer.alloc(headerSize);
  Buffer.from(`7f454c460201010000000000000000000200${machine}01000000`, "hex").copy(header);
  const base = 0x400000n;
  header.writeBigUInt64LE(base + BigInt(headerSize), 24); // e_entry
  header.writeBigUInt64LE(64n, 32); // e_phoff
  header.writeUInt16LE(64, 52); // e_ehsize
  header.writeUInt16LE(56, 54); // e_phentsize
  header.writeUInt16LE(1, 56); // e_phnum
  header.writeUInt32LE(1, 64); // PT_LOAD
  header.writeUInt32LE(5, 68); // read and execute
  header.writeBigUInt64LE(base, 80); // p_vaddr
  header.writeBigUInt64LE(base, 88); // p_paddr
  header.writeBigUInt64LE(BigInt(fileSize), 96); // p_filesz
  header.writeBigUInt64LE(BigInt(fileSize), 104); // p_memsz
  header.writeBigUInt64LE(0x10000n, 112); // p_align
  return header;
}
