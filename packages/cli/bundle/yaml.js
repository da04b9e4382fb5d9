// The YAML library is loaded when a text needs all of the grammar. Core reads most without it, and cannot wait for it.
let library;
const load = () => {
  library ??= require("./yaml-library.js");
  return library;
};

const functionOf =
  (name) =>
  (...args) =>
    load()[name](...args);

export const isAlias = functionOf("isAlias");
export const isMap = functionOf("isMap");
export const isScalar = functionOf("isScalar");
export const isSeq = functionOf("isSeq");

export function Composer(...args) {
  return new (load().Composer)(...args);
}

export function Lexer(...args) {
  return new (load().Lexer)(...args);
}

export function Parser(...args) {
  return new (load().Parser)(...args);
}

export function Schema(...args) {
  return new (load().Schema)(...args);
}
