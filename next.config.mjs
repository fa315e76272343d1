import createNextIntlPlugin from "next-intl/plugin";

/** Texts are taken apart while building: the browser gets no parser for them. */
const withTexts = createNextIntlPlugin({
  requestConfig: "./src/ui/languages/request.ts",
  experimental: { messages: { path: "./src/ui/messages", format: "json", precompile: true } },
});

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // What the server side loads by itself stays outside of the bundles: native parts, and Prisma's engine beside its client.
  serverExternalPackages: ["@node-rs/argon2", "@prisma/client", "@prisma/adapter-pg", "pg", "pino"],
  // In development other names of this machine may load the pages too, a phone in the same network for one.
  allowedDevOrigins: ["127.0.0.1", "localhost", "*.local", "192.168.*.*", "10.*.*.*"],
  // Faces and icons are asked for again and again as lists scroll: a browser may keep them, and show them without a connection.
  headers: async () => [
    {
      source: "/:folder(avatars|icons)/:file*",
      headers: [{ key: "Cache-Control", value: "public, max-age=86400, stale-while-revalidate=604800" }],
    },
  ],
  // At the left it would lie over the desk's account menu.
  devIndicators: { position: "bottom-right" },
  // The checks have commands of their own.
  typescript: { ignoreBuildErrors: true },
  // Writing a cache that the next build would read takes longer than it saves: a demo is built once.
  experimental: { turbopackFileSystemCacheForBuild: false },
};

export default withTexts(config);
