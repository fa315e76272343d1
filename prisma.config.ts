import { defineConfig } from "prisma/config";

// Generating the client needs no schema engine, yet Prisma would download one first: any executable satisfies the look-up.
if (process.argv.includes("generate")) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: "prisma/schema.prisma", migrations: { path: "prisma/migrations" } });
