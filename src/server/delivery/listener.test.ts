import { expect, it } from "vitest";
import { limits } from "../../shared/limits";
import { Listener } from "./listener";

/** A listener on a socket that says how many bytes have not left it, and what it was closed with. */
function slowReader() {
  const socket = {
    bufferedAmount: 0,
    closed: null as number | null,
    frames: 0,
    write: () => void socket.frames++,
    close: (code: number) => {
      socket.closed = code;
    },
    terminate: () => undefined,
  };
  const listener = new Listener({ id: "one", role: "member", deskGymIds: [] }, "member", socket);
  const hear = () => {
    listener.push('{"type":"resync"}');
    listener.flush("cursor");
  };
  return { socket, listener, hear };
}

const longGap = ["x".repeat(limits.resumeLengthMax - 1_000)];

it("who comes back with a long gap is not too slow while it is on its way", () => {
  const { socket, listener, hear } = slowReader();
  socket.bufferedAmount = listener.open("1", "cursor", longGap).length;
  hear();
  expect(socket).toMatchObject({ frames: 1, closed: null });
  socket.bufferedAmount += limits.socketQueueBytesMax + 1;
  hear();
  expect(socket).toMatchObject({ frames: 1, closed: 1013 });
});

it("once it has left, what waits counts as for everybody", () => {
  const { socket, listener, hear } = slowReader();
  listener.open("1", "cursor", longGap);
  hear();
  socket.bufferedAmount = limits.socketQueueBytesMax + 1;
  hear();
  expect(socket).toMatchObject({ frames: 1, closed: 1013 });
});
