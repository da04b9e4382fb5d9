import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { PathSegment } from "../path.ts";
import { quote } from "../safe-text.ts";
import type { YamlLimits } from "./limits.ts";
import { isMerge, keyText } from "./yaml-keys.ts";

/** A mistake at an offset of the text. */
export interface TextProblem {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly path?: readonly PathSegment[];
}

/** A document as plain data, or why it is none. */
export interface PlainDocument {
  /** Strings, numbers, booleans, nulls, lists and objects with own keys only. */
  readonly value: unknown;
  readonly problems: readonly TextProblem[];
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
  /** Offset of an unquoted `{{ … }}`: the text is a template. */
  readonly template: number | undefined;
}

const unsafeKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Ends a conversion early; never leaves this file. */
class Stop extends Error {}

/**
 * Turns nodes into plain data. Aliases are written out, so their number, and with it everything that later
 * stages do, is bounded by `limits`.
 */
export function toValue(root: Node | null, limits: YamlLimits): PlainDocument {
  const conversion = new Conversion(limits);
  const value = conversion.run(root);
  return { value, problems: conversion.problems, targets: conversion.targets, template: conversion.template };
}

class Conversion {
  readonly problems: TextProblem[] = [];
  readonly targets = new Map<Alias, Node>();
  template: number | undefined;
  readonly #limits: YamlLimits;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  readonly #path: PathSegment[] = [];
  #values = 0;
  #aliasDepth = 0;

  constructor(limits: YamlLimits) {
    this.#limits = limits;
  }

  run(root: Node | null): unknown {
    try {
      return this.#convert(root);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      return undefined;
    }
  }

  #convert(node: Node | null): unknown {
    if (node === null) return null;
    this.#countOne(node);
    // What aliases bring in is nested deeper than the text itself.
    if (this.#path.length + this.#aliasDepth > this.#limits.depth) {
      this.#stop(node, `is nested deeper than ${this.#limits.depth} levels`);
    }
    if (isAlias(node)) return this.#convertAlias(node);
    // Within an alias the anchors are already known, and may have been given to other nodes since.
    if (this.#aliasDepth === 0 && "anchor" in node && typeof node.anchor === "string") {
      this.#anchors.set(node.anchor, node);
    }
    if (isScalar(node)) return node.value;
    this.#open.add(node);
    const value = isSeq<Node | null>(node) ? this.#convertList(node) : this.#convertMapping(node as YAMLMap);
    this.#open.delete(node);
    return value;
  }

  #convertAlias(alias: Alias): unknown {
    const target = this.targets.get(alias) ?? this.#anchors.get(alias.source);
    if (target === undefined) {
      this.#problem(alias, `stands for the anchor ${quote(alias.source)}, which is not defined above`);
      return undefined;
    }
    if (this.#open.has(target)) {
      this.#stop(alias, `stands for ${quote(alias.source)}, which contains it`);
    }
    this.targets.set(alias, target);
    this.#aliasDepth += 1;
    const value = this.#convert(target);
    this.#aliasDepth -= 1;
    return value;
  }

  #convertList(node: YAMLSeq<Node | null>): unknown[] {
    return node.items.map((item, index) => this.#at(index, item));
  }

  #convertMapping(node: YAMLMap): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const pair of node.items) {
      if (!isMerge(pair)) this.#addPair(node, pair, result);
    }
    for (const pair of node.items) {
      if (isMerge(pair)) this.#merge(pair, result);
    }
    return result;
  }

  #addPair(parent: YAMLMap, pair: Pair, result: Record<string, unknown>): void {
    const keyNode = pair.key as Node | null;
    this.#convertKey(keyNode);
    const key = keyText(keyNode);
    const at = keyNode ?? parent;
    if (key === undefined) {
      if (isTemplate(parent)) this.#stopAtTemplate(parent);
      this.#problem(at, "has a key that is a list or a mapping; keys are plain words");
      return;
    }
    if (unsafeKeys.has(key)) {
      this.#problem(at, "is not a known key", key);
      return;
    }
    if (Object.hasOwn(result, key)) {
      this.#problem(at, "is given twice", key, "keep one of the two");
      return;
    }
    result[key] = this.#at(key, pair.value as Node | null);
  }

  /** Keys count and can carry anchors as well. */
  #convertKey(key: Node | null): void {
    if (isScalar(key) || isAlias(key)) this.#convert(key);
  }

  #merge(pair: Pair, result: Record<string, unknown>): void {
    const value = this.#convert(pair.value as Node | null);
    for (const source of Array.isArray(value) ? value : [value]) {
      if (typeof source !== "object" || source === null || Array.isArray(source)) {
        this.#problem(pair.key as Node, "must be followed by a mapping, or a list of mappings");
        continue;
      }
      for (const [key, merged] of Object.entries(source)) {
        if (!Object.hasOwn(result, key)) result[key] = merged;
      }
    }
  }

  #at(segment: PathSegment, node: Node | null): unknown {
    this.#path.push(segment);
    const value = this.#convert(node);
    this.#path.pop();
    return value;
  }

  #countOne(node: Node): void {
    this.#values += 1;
    if (this.#values <= this.#limits.values) return;
    this.#stop(node, `stands for too much: aliases written out give more than ${this.#limits.values} values`);
  }

  #problem(node: Node, message: string, key?: string, hint?: string): void {
    const path = key === undefined ? [...this.#path] : [...this.#path, key];
    this.problems.push({ offset: node.range?.[0] ?? 0, message, hint, path });
    if (this.problems.length >= this.#limits.problems) throw new Stop();
  }

  #stop(node: Node, message: string): never {
    this.#problem(node, message);
    throw new Stop();
  }

  #stopAtTemplate(node: Node): never {
    this.template = node.range?.[0] ?? 0;
    throw new Stop();
  }
}

/** `{{ .Values.name }}` without quotes is, to YAML, a mapping with a mapping as its only key. */
function isTemplate(node: YAMLMap): boolean {
  const only = node.items.length === 1 ? node.items[0]?.key : undefined;
  return node.flow === true && isMap(only) && only.flow === true;
}
