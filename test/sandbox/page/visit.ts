import type { Browser, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import type { BoxState } from "#sandbox/contract.ts";
import { openGallery, type GalleryServer } from "./gallery-server.ts";
import { galleryState } from "./gallery.ts";

export interface Visit {
  readonly page: Page;
  readonly gallery: GalleryServer;
}

/** Opens the page in a fresh window on its own server; any error the page itself reports fails the test. */
export async function visit(
  browser: Browser,
  address = "",
  state: BoxState = galleryState(),
): Promise<Visit> {
  const gallery = await openGallery(state);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  onTestFinished(async () => {
    await page.close();
    await gallery.close();
    expect(errors).toEqual([]);
  });
  await page.goto(`${gallery.url}/${address}`);
  await page.getByRole("navigation", { name: "Workspace" }).waitFor();
  return { page, gallery };
}
