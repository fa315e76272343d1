/** Words that stand in the code where a person would read them, instead of in src/ui/messages. */
import ts from "typescript";

/** What a person reads, or a screen reader says. */
const readAttributes = new Set([
  "label",
  "title",
  "placeholder",
  "alt",
  "description",
  "hint",
  "text",
  "aria-label",
  "aria-description",
  "aria-roledescription",
  "aria-valuetext",
]);
/** Functions that show their texts. */
const showing = new Set(["tell", "undoable"]);

/** A text that stands in the code. */
export interface TextInCode {
  /** `file:line`. */
  at: string;
  text: string;
}

/** Every text of a file that a person would read. */
export function textsInCode(file: ts.SourceFile): TextInCode[] {
  const found: TextInCode[] = [];
  const add = (node: ts.Node, text: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    found.push({ at: `${file.fileName}:${line + 1}`, text: text.replace(/\s+/g, " ").trim() });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && hasWords(node.text)) add(node, node.text);
    else if (ts.isJsxAttribute(node) && readAttributes.has(node.name.getText(file))) wordsOf(node.initializer, add);
    else if (ts.isJsxExpression(node) && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent))) wordsOf(node, add);
    else if (ts.isPropertyAssignment(node)) sentencesOf(node.initializer, add);
    else if (ts.isReturnStatement(node)) sentencesOf(node.expression, add);
    else if (ts.isArrowFunction(node)) sentencesOf(node.body, add);
    else if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && showing.has(node.expression.text)) {
      for (const argument of node.arguments) sentencesOf(argument, add);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Dates and numbers in the language of the device, which may not be that of the page: `new Intl.X(undefined)`, `toLocaleString()`. */
export function deviceFormats(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && isOfDevice(node, file)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push(`${file.fileName}:${line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isOfDevice(node: ts.NewExpression | ts.CallExpression, file: ts.SourceFile): boolean {
  const { expression, parent } = node;
  const language = node.arguments?.[0];
  // It only asks for the device's time zone.
  if (ts.isPropertyAccessExpression(parent) && parent.name.text === "resolvedOptions") return false;
  const isWithout = language === undefined || language.getText(file) === "undefined" || language.getText(file) === "[]";
  // How long a word is compared does not depend on a language.
  return isWithout && /^Intl\.(?!Segmenter|Collator)\w+$|\.toLocale(Date|Time)?String$/.test(expression.getText(file));
}

type Add = (node: ts.Node, text: string) => void;

/** Every way that this expression can become words. What it calls or draws is looked at where it stands. */
function wordsOf(node: ts.Node | undefined, add: Add): void {
  if (!node) return;
  if (ts.isStringLiteralLike(node)) hasWords(node.text) && add(node, node.text);
  else if (ts.isTemplateExpression(node)) {
    const text = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("…");
    if (hasWords(text)) add(node, text);
    for (const { expression } of node.templateSpans) wordsOf(expression, add);
  } else if (ts.isJsxExpression(node)) wordsOf(node.expression, add);
  else if (ts.isConditionalExpression(node)) for (const branch of [node.whenTrue, node.whenFalse]) wordsOf(branch, add);
  else if (ts.isBinaryExpression(node)) for (const side of sidesOf(node)) wordsOf(side, add);
  else if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) wordsOf(node.expression, add);
}

/** What a comparison compares is not shown. */
function sidesOf({ left, right, operatorToken: { kind } }: ts.BinaryExpression): ts.Expression[] {
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return [right];
  const isShown = [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.PlusToken].includes(kind);
  return isShown ? [left, right] : [];
}

/** As `wordsOf`, but a single small word may be the name of something: a key, a tone. */
function sentencesOf(node: ts.Node | undefined, add: Add): void {
  wordsOf(node, (at, text) => isSentence(text) && add(at, text));
}

/** `Not sent`, `Trainer`, `… is typing`; not `text-ink flex`, `ArrowDown` or `chat.start`. */
function isSentence(text: string): boolean {
  return (
    /^\p{Lu}\p{Ll}+[.,:!?…]*($|\s)/u.test(text) ||
    /(^|\s)…?\s?\p{Ll}+\s[\p{L}…]+( |$)/u.test(text.replace(/[\w[\]().:%/]*[-:[][\w[\]().:%/-]*/g, ""))
  );
}

function hasWords(text: string): boolean {
  return /\p{L}{2}/u.test(text.replace(/&[a-z]+;/g, ""));
}
