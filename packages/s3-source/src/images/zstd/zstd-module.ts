/** What is called of the library; zstd.h says what each does. Pointers and sizes are numbers of 32 bits. */
export interface ZstdExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(size: number): number;
  ZSTD_createDCtx(): number;
  ZSTD_DStreamInSize(): number;
  ZSTD_DStreamOutSize(): number;
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

/** Of the global that Node has, as far as it is used; its types are only in those for browsers. */
interface Wasm {
  instantiate(module: object, imports: object): Promise<{ readonly exports: ZstdExports }>;
}

let compiled: Promise<object> | undefined;

/**
 * Makes an instance of the library with memory of its own. The library's own classes share one among all, in which what
 * is begun and not ended stays for good.
 */
export async function loadZstdModule(): Promise<ZstdExports> {
  compiled ??= compile();
  const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly: Wasm };
  const imports = { env: { emscripten_notify_memory_growth: () => {} } };
  return (await wasm.instantiate(await compiled, imports)).exports;
}

/** The library gives what it has compiled to a method of its own. */
async function compile(): Promise<object> {
  const { ZSTDDecoder } = await import("zstddec/stream");
  const decoder = new ZSTDDecoder();
  let module: object | undefined;
  decoder._init = (result: { readonly module: object }) => {
    module = result.module;
  };
  await decoder.init();
  if (module === undefined) throw new Error("zstddec does not give its module");
  return module;
}
