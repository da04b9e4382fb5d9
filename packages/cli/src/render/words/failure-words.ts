import type { Target } from "@hashike/core";

/**
 * What could not be done, and why. Most drivers' messages say themselves what they are about; then it is not said
 * twice.
 * @param toDo the action in words, e.g. `start container web`
 */
export function failureWords(message: string, toDo: string, target: Target): string {
  return message.includes(target.name) ? message : `cannot ${toDo}: ${message}`;
}
