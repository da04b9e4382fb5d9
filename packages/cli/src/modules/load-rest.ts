/**
 * Loads what the command otherwise loads when it needs it. A process that runs on would find another version's files
 * by then, when the package is replaced meanwhile. Only the bundle has such files, and puts its own function here.
 */
export function loadRest(): void {}
