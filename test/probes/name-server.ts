import { createSocket } from "node:dgram";
import { once } from "node:events";

import { decode, encode } from "dns-packet";
import type { Answer } from "dns-packet";
import { onTestFinished } from "vitest";

/** What the server says to a question: records, a refusal by its code, or nothing at all. */
type Zone = (name: string, type: string) => readonly Answer[] | number | null;

/** A name server on loopback until the test ends; returns its address. */
export async function nameServer(zone: Zone): Promise<string> {
  const socket = createSocket("udp4");
  onTestFinished(() => void socket.close());
  socket.on("message", (message, from) => {
    const { id, questions = [] } = decode(message);
    const [question] = questions;
    const said = zone(question?.name ?? "", question?.type ?? "");
    if (said === null) return;
    const code = typeof said === "number" ? said : 0;
    const answers = typeof said === "number" ? [] : [...said];
    const packet = encode({
      type: "response",
      id: id ?? 0,
      flags: 0x8180 | code,
      questions,
      answers,
    });
    socket.send(packet, from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return `127.0.0.1:${socket.address().port}`;
}
