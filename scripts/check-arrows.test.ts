import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkArrows } from "./check-arrows";

/** A tree of files of its own, checked, and removed again. */
async function checkTree(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), "gymproluxe-arrows-"));
  try {
    const all = { "tsconfig.json": '{ "compilerOptions": { "module": "ESNext", "moduleResolution": "Bundler" } }', ...files };
    for (const [path, content] of Object.entries(all)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return await checkArrows(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const target = "export const x = 1;\nexport type X = typeof x;\n";

/** A file, what it imports, and the rule that must name it. `null`: an arrow that is allowed. */
const planted: [from: string, to: string, rule: string | null][] = [
  ["src/shared/text.ts", "src/client/outbox.ts", "arrows: src/shared/"],
  ["src/server/platform/bus.ts", "src/server/delivery/hub.ts", "arrows: src/server/platform/"],
  ["src/server/delivery/hub.ts", "src/server/accounts/actor.ts", "arrows: src/server/delivery/"],
  ["src/server/accounts/actor.ts", "src/server/chat/send-message.ts", "arrows: src/server/accounts/"],
  ["src/server/chat/send-message.ts", "src/server/support/open-support.ts", "arrows: src/server/chat/"],
  ["src/server/chat/send-message.ts", "src/server/presence/heartbeat.ts", "arrows: src/server/chat/"],
  ["src/server/presence/heartbeat.ts", "src/server/chat/send-message.ts", "arrows: src/server/presence/"],
  ["src/server/support/open-support.ts", "src/server/api/root.ts", "arrows: src/server/support/"],
  ["src/server/api/root.ts", "src/server/http/http-server.ts", "arrows: src/server/api/"],
  ["src/server/http/http-server.ts", "src/server/main.ts", "arrows: src/server/http/"],
  ["src/server/env.ts", "src/server/platform/bus.ts", "arrows: src/server/env.ts"],
  ["src/client/outbox.ts", "src/ui/bubble.tsx", "arrows: src/client/"],
  ["src/ui/bubble.tsx", "src/app/page.tsx", "arrows: src/ui/"],
  ["src/ui/bubble.tsx", "src/server/chat/send-message.ts", "arrows: src/ui/"],
  ["src/app/page.tsx", "src/server/chat/send-message.ts", "arrows: src/app/"],
  ["src/app/page.tsx", "src/server/api/root.ts", "arrows: src/app/"],
  ["src/server/chat/send-message.ts", "src/server/testing/world.ts", "testing is for tests"],
  ["src/server/chat/send-message.ts", "src/server/chat/send-message.test.ts", "tests are not imported"],
  ["src/server/delivery/hub.test.ts", "src/server/chat/send-message.ts", null],
  ["src/server/chat/send-message.test.ts", "src/server/testing/world.ts", null],
  ["src/server/main.ts", "src/server/http/http-server.ts", null],
  ["src/server/support/open-support.ts", "src/server/chat/send-message.ts", null],
  ["src/server/http/http-server.ts", "src/server/platform/log.ts", null],
  ["src/app/page.tsx", "src/server/accounts/server-session.ts", null],
];

describe("the import arrows", () => {
  it.each(planted)("%s → %s: %s", async (from, to, rule) => {
    const path = `${"../".repeat(from.split("/").length - 1)}${to.replace(/\.tsx?$/, "")}`;
    const report = await checkTree({ [from]: `import { x } from "${path}";\nexport const y = x;\n`, [to]: target });
    expect(report.modules).toBe(2);
    if (rule) expect(report.violations).toContain(`${rule}: ${from} → ${to}`);
    else expect(report.violations).toEqual([]);
  });

  it("lets the client take the router's type and nothing else of it", async () => {
    const root = { "src/server/api/root.ts": target };
    const type = await checkTree({
      ...root,
      "src/client/connection.ts": 'import type { X } from "../server/api/root";\nexport type Y = X;\n',
    });
    expect(type.violations).toEqual([]);
    const value = await checkTree({
      ...root,
      "src/client/connection.ts": 'import { x } from "../server/api/root";\nexport const y = x;\n',
    });
    expect(value.violations.join("\n")).toContain("only the type of the router: src/client/connection.ts → src/server/api/root.ts");
  });

  it.each([
    ["src/server/chat/cache.ts", "ioredis", "only src/server/platform/: redis"],
    ["src/server/delivery/change.ts", "pg", "only src/server/platform/: postgres"],
    ["src/server/api/sockets.ts", "ws", "only src/server/http/: ws"],
    ["src/client/use-chat.ts", "react", "the client runs anywhere"],
    ["src/client/disk.ts", "node:fs", "the client runs anywhere"],
    ["src/shared/disk.ts", "node:fs", "the client runs anywhere"],
    ["src/server/chat/page.ts", "react", "no React on the server"],
  ])("%s may not import %s", async (from, name, rule) => {
    const { violations } = await checkTree({ [from]: `import x from "${name}";\nexport const y = x;\n` });
    expect(violations.join("\n")).toContain(`${rule}: ${from} → `);
  });

  it("finds a cycle, also one of types only", async () => {
    const { violations } = await checkTree({
      "src/shared/a.ts": 'import type { B } from "./b";\nexport type A = B | null;\n',
      "src/shared/b.ts": 'import type { A } from "./a";\nexport type B = A | 1;\n',
    });
    expect(violations.join("\n")).toContain("no cycles: src/shared/a.ts → src/shared/b.ts");
  });

  it.each(["src/shared/utils.ts", "src/server/chat/helpers.ts", "src/ui/lib/dates.ts", "src/server/common/dates.ts"])(
    "refuses the name %s",
    async (path) => {
      const { violations } = await checkTree({ [path]: target });
      expect(violations).toContain(`a file is named after what it does: ${path}`);
    },
  );

  it("says so when it read nothing", async () => {
    expect(await checkTree({})).toMatchObject({ modules: 0, arrows: 0 });
  });
});
