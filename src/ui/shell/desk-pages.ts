import { ChartNoAxesColumn, type LucideIcon, RadioTower, Settings2 } from "lucide-react";
import type { Role } from "@/shared/people";

/** A page of the desk beside its lists. */
export interface DeskPage {
  /** Also the key of its name in `frame.desk`. */
  id: "board" | "reports" | "admin";
  href: `/desk/${string}`;
  icon: LucideIcon;
  /** Who sees it. */
  roles: readonly Role[];
}

/** The pages that stand in the rail and in the palette. A page draws itself inside `DeskFrame`, with its id as `current`. */
export const deskPages: readonly DeskPage[] = [
  { id: "board", href: "/desk/board", icon: RadioTower, roles: ["staff", "admin"] },
  { id: "reports", href: "/desk/reports", icon: ChartNoAxesColumn, roles: ["staff", "admin"] },
  { id: "admin", href: "/desk/admin", icon: Settings2, roles: ["admin"] },
];
