// Source: https://age-encryption.org/v1, section ASCII armor.
const begin = "-----BEGIN AGE ENCRYPTED FILE-----";
const whole = /^-----BEGIN AGE ENCRYPTED FILE-----\r?\n[\sA-Za-z0-9+/=]+\n-----END AGE ENCRYPTED FILE-----$/;

/** Whether a text is meant as one encrypted by age, though it may be damaged. */
export function isAgeArmor(text: string): boolean {
  return text.trimStart().startsWith(begin);
}

/** Whether all lines of the armor are there. */
export function isWholeAgeArmor(text: string): boolean {
  return whole.test(text.trim());
}
