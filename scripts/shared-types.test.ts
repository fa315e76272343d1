/** The types of src/shared are what an app's author reads: each says what it is. */
import { readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const folder = "src/shared";

/** The exported types of a file, and whether a doc comment stands above one of their declarations. */
function documented(file: string): Map<string, boolean> {
  const text = ts.sys.readFile(file) ?? "";
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = new Map<string, boolean>();
  const types = new Set<string>();
  for (const statement of source.statements) {
    const isExported =
      ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) continue;
    const hasComment = ts.getJSDocCommentsAndTags(statement).length > 0;
    for (const name of namesOf(statement)) found.set(name, hasComment || (found.get(name) ?? false));
    if (isType(statement)) for (const name of namesOf(statement)) types.add(name);
  }
  // A schema and its type share a name and a comment.
  return new Map([...found].filter(([name]) => types.has(name)));
}

function isType(statement: ts.Statement): boolean {
  return ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isClassDeclaration(statement);
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText());
  return isType(statement) ? [(statement as ts.InterfaceDeclaration).name.text] : [];
}

it("every exported type of src/shared says what it is", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const all = files.flatMap((name) =>
    [...documented(path.join(folder, name))].map(([type, isDocumented]) => ({ type: `${name}: ${type}`, isDocumented })),
  );
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter(({ isDocumented }) => !isDocumented).map(({ type }) => type)).toEqual([]);
});
