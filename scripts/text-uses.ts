/** Where the code asks for a text: every call of what `useTranslations`, `getTranslations` or `textsNow` answered. */
import ts from "typescript";

const makers = new Set(["useTranslations", "getTranslations", "textsNow", "builtInTexts"]);
const askingMethods = new Set(["rich", "markup", "has", "raw"]);

/** One place that asks for texts. */
export interface TextUse {
  /** `file:line`. */
  at: string;
  /** `chat.start`. */
  namespace: string;
  /** The keys that it names itself, below the namespace. */
  keys: string[];
  /** Keys that it makes up: `roles.${role}` is `/^roles\..+$/`. */
  patterns: RegExp[];
  /** Whether it takes keys from elsewhere, as in `t(problem)`. */
  isOpen: boolean;
  /** The names of what it gives; `null` where that cannot be seen. */
  given: string[] | null;
}

/** Every place of a file that asks for texts. */
export function textUses(file: ts.SourceFile): TextUse[] {
  const uses: TextUse[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.arguments[0]) {
      const namespace = namespaceOf(translatorOf(node.expression));
      if (namespace !== null) uses.push(readUse(file, node, namespace));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return uses;
}

function readUse(file: ts.SourceFile, call: ts.CallExpression, namespace: string): TextUse {
  const { line } = file.getLineAndCharacterOfPosition(call.getStart(file));
  const use: TextUse = { at: `${file.fileName}:${line + 1}`, namespace, keys: [], patterns: [], isOpen: false, given: givenBy(call) };
  const [key] = call.arguments;
  if (key) addKeys(use, key);
  return use;
}

function addKeys(use: TextUse, node: ts.Expression): void {
  if (ts.isStringLiteralLike(node)) use.keys.push(node.text);
  else if (ts.isTemplateExpression(node)) use.patterns.push(patternOf(node));
  else if (ts.isConditionalExpression(node)) for (const branch of [node.whenTrue, node.whenFalse]) addKeys(use, branch);
  else if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) addKeys(use, node.expression);
  else if (ts.isBinaryExpression(node)) for (const side of [node.left, node.right]) addKeys(use, side);
  else use.isOpen = true;
}

function patternOf({ head, templateSpans }: ts.TemplateExpression): RegExp {
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal(head.text)}${templateSpans.map((span) => `.+${literal(span.literal.text)}`).join("")}$`);
}

function givenBy({ arguments: [, values] }: ts.CallExpression): string[] | null {
  if (!values) return [];
  if (!ts.isObjectLiteralExpression(values)) return null;
  const names = values.properties.map((property) =>
    property.name && !ts.isComputedPropertyName(property.name) ? property.name.text : null,
  );
  return names.every((name) => name !== null) ? names : null;
}

/** `t` of `t("key")` and of `t.rich("key")`. */
function translatorOf(callee: ts.Expression): ts.Expression {
  return ts.isPropertyAccessExpression(callee) && askingMethods.has(callee.name.text) ? callee.expression : callee;
}

/** The namespace that an expression is the translator of; `null` when it is none. */
function namespaceOf(node: ts.Expression): string | null {
  if (ts.isAwaitExpression(node)) return namespaceOf(node.expression);
  if (ts.isCallExpression(node)) {
    const [namespace] = node.arguments;
    const isMade = ts.isIdentifier(node.expression) && makers.has(node.expression.text);
    return isMade && namespace && ts.isStringLiteralLike(namespace) ? namespace.text : null;
  }
  return ts.isIdentifier(node) ? namespaceOfName(node) : null;
}

/** Looks for where the name is given its value, from the inside out. */
function namespaceOfName(name: ts.Identifier): string | null {
  for (let scope: ts.Node | undefined = name.parent; scope; scope = scope.parent) {
    if (ts.isFunctionLike(scope)) {
      for (const parameter of scope.parameters) {
        if (ts.isIdentifier(parameter.name) && parameter.name.text === name.text) return namespaceOfType(parameter.type);
        if (ts.isObjectBindingPattern(parameter.name) && binds(parameter.name, name.text)) return namespaceOfMember(parameter, name.text);
      }
    }
    const statements = ts.isBlock(scope) || ts.isSourceFile(scope) ? scope.statements : [];
    for (const statement of statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name: declared, initializer, type } of statement.declarationList.declarations) {
        if (!ts.isIdentifier(declared) || declared.text !== name.text) continue;
        return initializer && initializer !== name ? (namespaceOf(initializer) ?? namespaceOfType(type)) : namespaceOfType(type);
      }
    }
  }
  return null;
}

const binds = (pattern: ts.ObjectBindingPattern, name: string) =>
  pattern.elements.some((element) => ts.isIdentifier(element.name) && element.name.text === name);

function namespaceOfMember({ type }: ts.ParameterDeclaration, name: string): string | null {
  if (!type || !ts.isTypeLiteralNode(type)) return null;
  const member = type.members.find((one) => one.name && ts.isIdentifier(one.name) && one.name.text === name);
  return member && ts.isPropertySignature(member) ? namespaceOfType(member.type) : null;
}

/** `Translator<"chat.list">` names it. */
function namespaceOfType(type: ts.TypeNode | undefined): string | null {
  if (!type) return null;
  let found: string | null = null;
  const visit = (node: ts.Node): void => {
    if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) found ??= node.literal.text;
    ts.forEachChild(node, visit);
  };
  if (/Translat/.test(type.getText())) visit(type);
  return found;
}
