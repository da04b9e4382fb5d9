import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** A regular expression of the sources. */
export interface Expression {
  /** `packages/core/src/manifest/path.ts:12` */
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

export interface CollectedExpressions {
  readonly expressions: readonly Expression[];
  /** Files that put an expression together while they run, so that it cannot be read here. */
  readonly builders: readonly string[];
}

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** All regular expressions of all packages: literals, and the patterns of schemas. */
export function collectExpressions(): CollectedExpressions {
  const expressions: Expression[] = [];
  const builders = new Set<string>();
  for (const file of sourceFiles()) {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    const name = relative(root, file);
    const visit = (node: ts.Node): void => {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      if (ts.isRegularExpressionLiteral(node)) expressions.push(parse(node.text, `${name}:${line}`));
      const pattern = patternOf(node);
      if (pattern !== undefined) {
        expressions.push({ place: `${name}:${line}`, source: pattern, flags: "" });
      }
      if (buildsExpression(node)) builders.add(name);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { expressions, builders: [...builders].sort() };
}

function sourceFiles(): readonly string[] {
  const packages = join(root, "packages");
  return readdirSync(packages).flatMap((name) =>
    readdirSync(join(packages, name, "src"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
      .map((path) => join(packages, name, "src", path)),
  );
}

function parse(text: string, place: string): Expression {
  const end = text.lastIndexOf("/");
  return { place, source: text.slice(1, end), flags: text.slice(end + 1) };
}

/** The value of `pattern: "…"`, as schemas have it. */
function patternOf(node: ts.Node): string | undefined {
  if (!ts.isPropertyAssignment(node) || node.name.getText() !== "pattern") return undefined;
  return ts.isStringLiteralLike(node.initializer) ? node.initializer.text : undefined;
}

function buildsExpression(node: ts.Node): boolean {
  return (
    (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
    node.expression.getText() === "RegExp" &&
    !ts.isRegularExpressionLiteral(node.arguments?.[0] ?? node)
  );
}
