const marks = /\p{M}/gu;

/** Small letters without accents. */
function plain(text: string): string {
  return text.normalize("NFD").replace(marks, "").toLowerCase();
}

/** Whether each word that was typed begins a word of the text, or stands in it. */
export function matches(query: string, text: string): boolean {
  const within = plain(text);
  return plain(query)
    .split(/\s+/)
    .every((word) => within.includes(word));
}
