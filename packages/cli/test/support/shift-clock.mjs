// Loaded before the command (NODE_OPTIONS=--import=…): its clock is HASHIKE_TEST_CLOCK_SHIFT milliseconds ahead.
const shift = Number(process.env.HASHIKE_TEST_CLOCK_SHIFT);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + shift);
    else super(...args);
  }

  static now() {
    return RealDate.now() + shift;
  }
};
