import { connect } from "node:net";

import type { Address } from "#model/address.ts";

/** Milliseconds after which one that does not answer is taken for unreachable. */
const patience = 1500;

/** True as soon as one of several addresses takes a connection; false when none does. */
export async function anyAnswers(addresses: readonly Address[]): Promise<boolean> {
  return Promise.any(addresses.map(answers)).catch(() => false);
}

function answers({ host, port }: Address): Promise<true> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: patience });
    const gone = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", gone);
    socket.once("timeout", () => gone(new Error(`${host}:${port} did not answer`)));
  });
}
