// The YAML library is loaded when a text needs all of the grammar. Core reads most without it, and cannot wait for it.
let library;
const load = () => {
  library ??= require("./yaml.cjs");
  return library;
};

const constructorOf =
  (name) =>
  (...args) =>
    Reflect.construct(load()[name], args);
const functionOf =
  (name) =>
  (...args) =>
    load()[name](...args);

export const Composer = constructorOf("Composer");
export const Lexer = constructorOf("Lexer");
export const Parser = constructorOf("Parser");
export const Schema = constructorOf("Schema");
export const isAlias = functionOf("isAlias");
export const isMap = functionOf("isMap");
export const isScalar = functionOf("isScalar");
export const isSeq = functionOf("isSeq");
