import type { Redis } from "ioredis";

const textsMax = 200;

const script = "for i = 1, #ARGV, 2 do redis.call('publish', ARGV[i], ARGV[i + 1]) end";

interface Publishing {
  publishAll(...pairs: string[]): Promise<unknown>;
}

/**
 * Publishes on `redis`; what is published in one turn of the event loop is one command, in its order. A publish alone is an ordinary one.
 * @returns resolves when Redis has taken the text, rejects when its command failed
 */
export function publishTogether(redis: Redis): (channel: string, text: string) => Promise<unknown> {
  redis.defineCommand("publishAll", { lua: script, numberOfKeys: 0 });
  const publishing = redis as Redis & Publishing;
  let forming: { pairs: string[]; taken: Promise<unknown> } | null = null;

  const begin = () => {
    const pairs: string[] = [];
    const taken = Promise.resolve().then(() => {
      if (forming?.pairs === pairs) forming = null;
      const [channel = "", text = ""] = pairs;
      return pairs.length === 2 ? redis.publish(channel, text) : publishing.publishAll(...pairs);
    });
    return { pairs, taken };
  };

  return (channel, text) => {
    if (!forming || forming.pairs.length >= 2 * textsMax) forming = begin();
    forming.pairs.push(channel, text);
    return forming.taken;
  };
}
