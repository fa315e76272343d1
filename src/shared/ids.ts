import * as z from "zod";

/** The id of a conversation, a message or a user. Some platforms write UUIDs in capitals; here each id has one spelling, in small letters. */
export const Id = z.uuid().toLowerCase();
