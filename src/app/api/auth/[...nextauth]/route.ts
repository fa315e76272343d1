import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/server/accounts/auth-options";
import { sharedServices } from "@/server/accounts/next-bridge";

// Made at the first request: the services do not exist yet while Next builds.
async function handle(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  return NextAuth(request, context, authOptions(sharedServices()));
}

export { handle as GET, handle as POST };
