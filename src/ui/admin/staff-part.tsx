"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type SetStaffInput, SetStaffInput as SetStaffSchema, type StaffMember } from "@/shared/desk-setup";
import { limits } from "@/shared/limits";
import { isDeskRole } from "@/shared/permissions";
import { explainError } from "@/ui/connect/explain-error";
import { useViewer } from "@/ui/connect/viewer-context";
import { ConfirmDialog } from "@/ui/person/confirm-dialog";
import { Button } from "@/ui/primitives/button";
import { classNames } from "@/ui/primitives/class-names";
import { tell } from "@/ui/primitives/notices";
import { Skeleton } from "@/ui/primitives/skeleton";
import { api } from "@/ui/queries/queries";
import { Failed } from "@/ui/reports/failed";
import { ScrollTable } from "@/ui/reports/scroll-table";
import { SectionCard } from "@/ui/reports/section-card";
import { control } from "./fields";
import { GuestRow } from "./guest-row";
import { useSetupGym } from "./setup-gym";
import { StaffPerson, staffCell } from "./staff-person";

/** Who works here: what they are, how many cases they take, whether they are on. Each change is saved at once. */
export function StaffPart() {
  const t = useTranslations("admin");
  const gym = useSetupGym();
  const staff = api.admin.staff.useQuery({ gymId: gym.id });
  return (
    <SectionCard title={t("part.staff")} description={t("staff.means")}>
      {staff.isPending ? (
        <div aria-busy className="flex flex-col gap-2 border-t p-4">
          <Skeleton className="h-9 w-full" />
          <Skeleton className="h-9 w-full" />
        </div>
      ) : staff.isError ? (
        <Failed error={staff.error} onRetry={() => void staff.refetch()} />
      ) : (
        <ScrollTable caption={t("part.staff")}>
          <thead className="bg-sunken text-left text-small text-ink-muted">
            <tr>
              {(["person", "role", "capacity", "shift", "access"] as const).map((name) => (
                <th key={name} scope="col" className={`${staffCell} py-1.5 font-medium whitespace-nowrap`}>
                  {t(`staff.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {staff.data.map((person) =>
              person.gym.id === gym.id ? <StaffRow key={person.id} person={person} /> : <GuestRow key={person.id} person={person} />,
            )}
          </tbody>
        </ScrollTable>
      )}
    </SectionCard>
  );
}

/** A change of somebody: on the screen at once, and back if the server refuses it. */
function useStaffChange<Input extends { userId?: string }>(apply: (person: StaffMember, input: Input) => StaffMember) {
  const { staff } = api.useUtils().admin;
  const asked = { gymId: useSetupGym().id };
  return {
    onMutate: async (input: Input) => {
      await staff.cancel(asked);
      const before = staff.getData(asked);
      staff.setData(asked, (all) => all?.map((person) => (person.id === input.userId ? apply(person, input) : person)));
      return { before };
    },
    onError: (error: unknown, _input: Input, kept: { before: StaffMember[] | undefined } | undefined) => {
      staff.setData(asked, kept?.before);
      tell("error", explainError(error));
    },
    onSettled: () => staff.invalidate(),
  };
}

function StaffRow({ person }: { person: StaffMember }) {
  const t = useTranslations("admin.staff");
  const roles = useTranslations("common.roles");
  const me = useViewer();
  const set = api.admin.setStaff.useMutation(
    useStaffChange<SetStaffInput>((one, { role, capacity }) => ({
      ...one,
      ...(role && { role }),
      ...(capacity !== undefined && { capacity }),
    })),
  );
  const isMe = person.id === me.id;
  return (
    <tr className={classNames("border-t", person.isDisabled && "text-ink-faint")}>
      <StaffPerson person={person} />
      <td className={staffCell}>
        <select
          aria-label={t("roleOf", { name: person.name })}
          disabled={isMe}
          value={person.role}
          onChange={({ target }) => set.mutate({ userId: person.id, role: target.value as "trainer" | "staff" | "admin" })}
          className={control}
        >
          {(["trainer", "staff", "admin"] as const).map((role) => (
            <option key={role} value={role}>
              {roles(role)}
            </option>
          ))}
        </select>
      </td>
      <td className={staffCell}>
        {isDeskRole(person.role) && (
          <Capacity key={person.capacity} person={person} onSet={(capacity) => set.mutate({ userId: person.id, capacity })} />
        )}
      </td>
      <td className={staffCell}>{person.shift && <ShiftChoice person={person} />}</td>
      <td className={staffCell}>{!isMe && <Access person={person} />}</td>
    </tr>
  );
}

function Capacity({ person, onSet }: { person: StaffMember; onSet(capacity: number | null): void }) {
  const t = useTranslations("admin.staff");
  const [text, setText] = useState(person.capacity === null ? "" : String(person.capacity));
  const capacity = text.trim() === "" ? null : Number(text);
  const isWrong = !SetStaffSchema.safeParse({ userId: person.id, capacity }).success;
  const save = () => {
    if (!isWrong && capacity !== person.capacity) onSet(capacity);
  };
  return (
    <>
      <input
        type="number"
        min={0}
        max={limits.capacityMax}
        placeholder={t("usual")}
        aria-label={t("capacityOf", { name: person.name })}
        aria-invalid={isWrong}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onBlur={save}
        onKeyDown={({ key }) => key === "Enter" && save()}
        className={classNames(control, "w-24 tabular-nums")}
      />
      {isWrong && (
        <p role="alert" className="text-small text-danger">
          {t("capacityWrong", { most: limits.capacityMax })}
        </p>
      )}
    </>
  );
}

function ShiftChoice({ person }: { person: StaffMember }) {
  const t = useTranslations("admin.staff");
  const set = api.support.setShift.useMutation(
    useStaffChange<{ userId?: string; state: "on" | "away"; handsOver?: boolean }>((one, { state, handsOver = false }) => ({
      ...one,
      shift: one.shift && { ...one.shift, state, handsOver, isAutomatic: false },
    })),
  );
  const { state = "away", handsOver = false } = person.shift ?? {};
  return (
    <select
      aria-label={t("shiftOf", { name: person.name })}
      value={state === "on" ? "on" : handsOver ? "handsOver" : "away"}
      onChange={({ target: { value } }) =>
        set.mutate({ userId: person.id, state: value === "on" ? "on" : "away", handsOver: value === "handsOver" })
      }
      className={control}
    >
      <option value="on">{t("on")}</option>
      <option value="away">{t("away")}</option>
      <option value="handsOver">{t("handsOver")}</option>
    </select>
  );
}

function Access({ person }: { person: StaffMember }) {
  const t = useTranslations("admin.staff");
  const [asks, setAsks] = useState(false);
  const set = api.users.setDisabled.useMutation(
    useStaffChange<{ userId: string; disabled: boolean }>((one, { disabled }) => ({ ...one, isDisabled: disabled })),
  );
  return (
    <>
      <Button
        size="small"
        variant={person.isDisabled ? "secondary" : "danger"}
        onClick={() => (person.isDisabled ? set.mutate({ userId: person.id, disabled: false }) : setAsks(true))}
      >
        {person.isDisabled ? t("letIn") : t("shutOut")}
        <span className="sr-only"> {person.name}</span>
      </Button>
      <ConfirmDialog
        open={asks}
        title={t("shutOutTitle", { name: person.name })}
        description={t("shutOutMeans")}
        action={t("shutOut")}
        isBusy={set.isPending}
        onCancel={() => setAsks(false)}
        onConfirm={async () => {
          setAsks(false);
          set.mutate({ userId: person.id, disabled: true });
        }}
      />
    </>
  );
}
