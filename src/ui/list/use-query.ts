"use client";
import { useState } from "react";

/** What is searched for in a list; another list starts without. */
export function useQuery(list: string): [string, (query: string) => void] {
  const [search, setSearch] = useState({ list, query: "" });
  return [search.list === list ? search.query : "", (query) => setSearch({ list, query })];
}
