import { expect, it } from "vitest";
import { fillKnown, missingIn } from "./fill-known";

it("fills in what is known, and leaves the rest to be seen and named", () => {
  const filled = fillKnown("Dear {{ member.firstName }}, {{contract.end}} and {{contract.end}}. {{me.name}}", {
    "member.firstName": "Dan",
    "me.name": null,
  });
  expect(filled).toBe("Dear Dan, {{contract.end}} and {{contract.end}}. {{me.name}}");
  expect(missingIn(filled)).toEqual(["contract.end", "me.name"]);
  expect(missingIn("Nothing {here} to fill {{")).toEqual([]);
});

it("puts a name in as it is, whatever signs it has", () => {
  expect(fillKnown("{{member.name}}", { "member.name": "$& {{me.name}}" })).toBe("$& {{me.name}}");
  expect(fillKnown("{{toString}}", {})).toBe("{{toString}}");
});
