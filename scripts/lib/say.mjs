const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

export const say = (line = "") => console.log(line);

/** A heading before a group of lines. */
export const heading = (text) => console.log(`\n${paint(1, text)}`);

/** A command line, as the reader could type it. */
export const command = (text) => console.log(paint(2, `$ ${text}`));

/** Something the scripts cannot get past: what went wrong, and what the reader can do about it. */
export class Stop extends Error {
  /**
   * @param {string} message what went wrong, and why
   * @param {string} [nextStep] what to do now, one imperative sentence or command lines
   */
  constructor(message, nextStep) {
    super(message);
    this.name = "Stop";
    this.nextStep = nextStep;
  }
}

/** Runs a script's main function. A `Stop` is told in plain words; anything else is a bug and keeps its stack. */
export async function main(run) {
  try {
    process.exitCode = (await run()) ?? 0;
  } catch (error) {
    process.exitCode = 1;
    if (!(error instanceof Stop)) throw error;
    console.error(`\n${paint(31, "error:")} ${error.message}`);
    if (error.nextStep) console.error(error.nextStep);
  }
}
