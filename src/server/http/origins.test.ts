import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { callerAddress } from "./origins";

const from = (remoteAddress: string | undefined, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { "x-forwarded-for": forwarded } }) as unknown as IncomingMessage;

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::ffff:c000:207", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  [undefined, ""],
])("a caller from %s is counted as %s", (address, network) => {
  expect(callerAddress(from(address), 0)).toBe(network);
  if (address && !address.includes("%")) expect(callerAddress(from("10.0.0.1", `6.6.6.6, ${address}`), 1)).toBe(network);
});

test("all addresses of one IPv6 network are one caller, those of another are another", () => {
  const networks = ["2001:db8:0:1::1", "2001:db8:0:1:ffff::", "2001:db8:0:2::1"].map((address) => callerAddress(from(address), 0));
  expect(networks[0]).toBe(networks[1]);
  expect(networks[0]).not.toBe(networks[2]);
});
