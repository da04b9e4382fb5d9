import { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";

// All that knows age, in a file of the bundle of its own: most runs have nothing that is encrypted.

/** A new identity, which decrypts, and its recipient, which encrypts and may be known to all. */
export interface KeyPair {
  readonly identity: string;
  readonly recipient: string;
}

export async function generateKeyPair(): Promise<KeyPair> {
  // Short, and known to every version of age; those that quantum computers cannot break have 2,000 characters.
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/**
 * The recipients of identities.
 * @throws Error for a text that is no identity
 */
export function recipientsOf(identities: readonly string[]): Promise<readonly string[]> {
  return Promise.all(identities.map((identity) => identityToRecipient(identity)));
}

/**
 * @returns the armor, with a line break at its end
 * @throws Error for a text that is no recipient
 */
export async function encrypt(clear: string, recipients: readonly string[]): Promise<string> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(clear));
}

/**
 * @param text the armor; space around it counts for nothing
 * @throws Error when none of the identities is a recipient of it, or it is damaged
 */
export async function decrypt(text: string, identities: readonly string[]): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  return decrypter.decrypt(armor.decode(text));
}
