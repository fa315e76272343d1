/** Words that the talk is filled in with. */
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
