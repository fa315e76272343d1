import { expect, test } from "vitest";
import { appRouter } from "./root";

interface Definition {
  type: string;
  inputs: unknown[];
  middlewares: unknown[];
}

test("every query and mutation is plain enough to run without tRPC's chain of middlewares", () => {
  const elaborate = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: Definition }>)
    .filter(([, { _def }]) => _def.type !== "subscription")
    .filter(
      ([
        ,
        {
          _def: { inputs, middlewares },
        },
      ]) => inputs.length > 1 || middlewares.length !== inputs.length + 2,
    );
  expect(elaborate.map(([path]) => path)).toEqual([]);
});
