/** The product's mark: a bubble that holds a bar-bell. Decoration, the name stands beside it or in the page's title. */
export function BrandMark({ size = 32, className }: { size?: number; className?: string }) {
  // biome-ignore lint/performance/noImgElement: a small vector of ours needs no image service
  return <img src="/icons/mark.svg" alt="" width={size} height={size} className={className} />;
}
