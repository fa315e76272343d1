"use client";
import { Dialog } from "@/ui/primitives/dialog";
import { Kbd } from "@/ui/primitives/kbd";

const groups: { title: string; keys: { keys: string[]; text: string }[] }[] = [
  {
    title: "The list",
    keys: [
      { keys: ["j", "↓"], text: "Next conversation" },
      { keys: ["k", "↑"], text: "Previous conversation" },
      { keys: ["Enter"], text: "Open it" },
      { keys: ["/"], text: "Search" },
      { keys: ["c"], text: "New conversation" },
      { keys: ["Esc"], text: "Back to the list, then close the conversation" },
    ],
  },
  {
    title: "The conversation",
    keys: [
      { keys: ["Enter"], text: "Send" },
      { keys: ["Shift", "Enter"], text: "New line" },
      { keys: ["End"], text: "To the newest message" },
    ],
  },
  { title: "Everywhere", keys: [{ keys: ["?"], text: "These shortcuts" }] },
];

/** What the keyboard can do. */
export function ShortcutsDialog({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <div className="flex flex-col gap-4">
        {groups.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3 className="mb-1 text-small font-medium text-ink-faint">{title}</h3>
            <dl className="flex flex-col">
              {keys.map((one) => (
                <div key={one.text} className="flex min-h-8 items-center justify-between gap-4">
                  <dt className="text-body">{one.text}</dt>
                  <dd className="flex gap-1">
                    {one.keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
