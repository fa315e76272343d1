/** Single lines that begin or end an exchange now and then, so that talk does not always end where the matter does. */
export const closings: readonly string[] = [
  "👍",
  "Thanks!",
  "Perfect",
  "Great, see you then",
  "🙏",
  "Have a nice evening!",
  "Ok 🙂",
  "Will do",
  "Super",
  "See you!",
  "👌",
  "Bye!",
];

export const classNames: readonly string[] = [
  "Power Yoga",
  "Spinning",
  "Pilates",
  "HIIT",
  "Bodypump",
  "Strong Back",
  "Boxing Basics",
  "Aqua Fit",
  "Zumba",
  "Functional Training",
];

export const lostThings: readonly string[] = [
  "water bottle",
  "hoodie",
  "headphones",
  "towel",
  "watch",
  "shaker",
  "swimming goggles",
  "scarf",
  "beanie",
  "training gloves",
];
