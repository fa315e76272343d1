import { build } from "esbuild";
import { expect, it } from "vitest";

it("the client that members carry has nothing of the desk's work on cases", async () => {
  const result = await build({
    stdin: { contents: 'export * from "./src/client/chat-client.ts";', resolveDir: process.cwd() },
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
  });
  const inputs = Object.keys(result.metafile.inputs);
  expect(inputs).toContain("src/client/chat-client.ts");
  expect(inputs.filter((file) => /src\/client\/case-|other-desks|snooze-words|canned-replies/.test(file))).toEqual([]);
});
