/** The router's type written out: what an app in another repository compiles against, without a line of the server. */
import type { ApiShape, Field, ProcedureShape, Shape } from "./wire-shapes";

const procedureTypes = {
  query: "TRPCQueryProcedure",
  mutation: "TRPCMutationProcedure",
  subscription: "TRPCSubscriptionProcedure",
} as const;

/** The source of a module that exports `type AppRouter`; it imports from `../../shared/…`. */
export function apiDeclaration({ procedures, grantedToken, definitions }: ApiShape): string {
  const body = [
    `interface Api ${routerText(procedures)}`,
    `/** What a refused call throws, beside the transport's own fields. */\nexport interface ApiErrorShape {
  code: number;
  message: string;
  data: { code: TRPC_ERROR_CODE_KEY; httpStatus: number; path?: string; app: AppErrorShape };
}`,
    `/** The contract: \`createTRPCClient<AppRouter>(…)\`. */\nexport type AppRouter = TRPCBuiltRouter<
  { ctx: object; meta: object; errorShape: ApiErrorShape; transformer: false },
  { [Room in keyof Api]: Api[Room] }
>;`,
    `/** What \`POST /api/auth/chat-token\` answers to the main API. */\nexport type GrantedChatToken = ${shapeText(grantedToken)};`,
  ].join("\n\n");
  return `${importsOf(body, definitions)}\n\n${body}\n`;
}

function importsOf(body: string, definitions: ApiShape["definitions"]): string {
  const modules = new Map([["errors", ["AppErrorShape"]]]);
  for (const [name, { module }] of Object.entries(definitions)) {
    if (new RegExp(`\\b${name}\\b`).test(body) && name !== "AppErrorShape") modules.set(module, [...(modules.get(module) ?? []), name]);
  }
  const trpc = ["TRPC_ERROR_CODE_KEY", "TRPCBuiltRouter", ...Object.values(procedureTypes)];
  return [
    `import type { ${trpc.join(", ")} } from "@trpc/server";`,
    ...[...modules].sort().map(([module, names]) => `import type { ${names.sort().join(", ")} } from "../../shared/${module}";`),
  ].join("\n");
}

/** Procedures under their rooms: `{ messages: { send: …; list: …; }; }`. */
function routerText(procedures: Record<string, ProcedureShape>, indent = "  "): string {
  const rooms = new Map<string, Record<string, ProcedureShape>>();
  const lines: string[] = [];
  for (const [name, procedure] of Object.entries(procedures)) {
    const [room = "", ...rest] = name.split(".");
    if (rest.length === 0) lines.push(`${indent}${name}: ${procedureText(procedure)};`);
    else rooms.set(room, { ...rooms.get(room), [rest.join(".")]: procedure });
  }
  for (const [room, below] of rooms) lines.push(`${indent}${room}: ${routerText(below, `${indent}  `)};`);
  return `{\n${lines.join("\n")}\n${indent.slice(2)}}`;
}

function procedureText({ type, input, output }: ProcedureShape): string {
  const answer = type === "subscription" ? `AsyncIterable<${shapeText(output)}, void, unknown>` : shapeText(output);
  return `${procedureTypes[type]}<{ input: ${shapeText(input)}; output: ${answer}; meta: object }>`;
}

function shapeText(shape: Shape): string {
  switch (shape.kind) {
    case "any":
      return "unknown";
    case "literal":
      return JSON.stringify(shape.value);
    case "array":
      return `(${shapeText(shape.of)})[]`;
    case "union":
      return shape.of.map((one) => (one.kind === "void" ? "undefined" : shapeText(one))).join(" | ");
    case "object":
      return `{ ${Object.entries(shape.fields).map(fieldText).join("; ")} }`;
    case "ref":
      return shape.name;
    default:
      return shape.kind;
  }
}

function fieldText([name, { isOptional, shape }]: [string, Field]): string {
  return `${name}${isOptional ? "?" : ""}: ${shapeText(shape)}${isOptional ? " | undefined" : ""}`;
}
