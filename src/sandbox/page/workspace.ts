import type {
  BoxAnswer,
  BoxChange,
  BoxChannel,
  BoxMessage,
  BoxRequests,
  BoxState,
  BoxUser,
} from "../contract.ts";
import { boxOf, withChange, withWhispers, type Box } from "./box.ts";
import { isVisible } from "./channel-name.ts";
import { follow, post, upload } from "./connection.ts";
import { Form } from "./form.ts";
import { remember, remembered } from "./memory.ts";
import { addressOf, appHome, placeOf, type Place } from "./place.ts";
import { optionGroups, type Options } from "./elements/choices.ts";
import type { Offered } from "./surface.ts";
import type { Toast } from "./toasts.ts";
import { Unread } from "./unread.ts";

type Asked = Omit<BoxRequests["/box/options"], "user">;

/** The open page: what it knows of the workspace, who is looking, and what they do. */
export class Workspace {
  box: Box | null = null;
  me = "";
  place: Place = placeOf(location.hash);
  toasts: readonly Toast[] = [];
  isLost = false;
  isMenuOpen = false;
  /** The message being edited, by the name of where it is shown. */
  editing: string | null = null;
  /** What was just posted by somebody else, for readers who listen. */
  announcement = "";
  readonly unread = new Unread();
  readonly #forms = new Map<string, Form>();
  readonly #changed: () => void;
  #toastCount = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
    window.addEventListener("hashchange", () => this.#go(placeOf(location.hash)));
    follow({
      state: (state) => this.#arrive(state),
      change: (change) => this.#apply(change),
      lost: () => this.#update(() => (this.isLost = true)),
    });
  }

  user(id: string): BoxUser | undefined {
    return this.box?.users.get(id);
  }

  actAs(user: string): void {
    remember("me", user);
    this.#update(() => {
      this.me = user;
      this.editing = null;
    });
    if (this.isHome) return this.#openHome();
    const here = this.box?.channels.get(this.place.channel ?? "");
    const home = this.box && homeOf([...this.box.channels.values()]);
    if (home && !isVisible(here, user)) this.open(home);
  }

  get isHome(): boolean {
    return this.place.channel === appHome;
  }

  open(channel: string, thread: string | null = null): void {
    location.hash = addressOf({ channel, thread });
  }

  closeThread(): void {
    if (this.place.channel) this.open(this.place.channel);
  }

  showMenu(isOpen: boolean): void {
    this.#update(() => (this.isMenuOpen = isOpen));
  }

  /** Says or runs what was typed, with files if there are any; answers whether the workspace took it. */
  async send(text: string, thread: string | null, files: readonly File[] = []): Promise<boolean> {
    const channel = this.place.channel ?? "";
    if (files.length > 0)
      return this.#told(await upload({ user: this.me, channel, thread, text, files }));
    const command = /^\/\S+/.exec(text)?.[0];
    if (!command) {
      const message = { user: this.me, channel, text, ...(thread && { thread_ts: thread }) };
      return this.#told(await post("/box/message", message));
    }
    if (thread)
      return this.#refused(`${command} is not supported in threads. Type it in the channel.`);
    const rest = text.slice(command.length).trim();
    const answer = await post("/box/command", { user: this.me, channel, command, text: rest });
    if (answer.ok) this.endWelcome();
    return this.#told(answer);
  }

  async react({ channel, ts }: BoxMessage, name: string, isOn: boolean): Promise<void> {
    this.#told(await post("/box/reaction", { user: this.me, channel, ts, name, remove: !isOn }));
  }

  edit(shown: string | null): void {
    this.#update(() => (this.editing = shown));
  }

  /** Stays open with what was typed when the workspace refuses it. */
  async saveEdit({ channel, ts }: BoxMessage, text: string): Promise<void> {
    if (this.#told(await post("/box/edit", { user: this.me, channel, ts, text }))) this.edit(null);
  }

  async delete({ channel, ts }: BoxMessage): Promise<void> {
    this.#told(await post("/box/delete", { user: this.me, channel, ts }));
  }

  async pin({ channel, ts }: BoxMessage, isOn: boolean): Promise<void> {
    this.#told(await post("/box/pin", { user: this.me, channel, ts, remove: !isOn }));
  }

  async runShortcut({ channel, ts }: BoxMessage, callbackId: string): Promise<void> {
    const request = { user: this.me, channel, ts, callback_id: callbackId };
    this.#told(await post("/box/shortcut", request));
  }

  async act(
    where: { channel: string; ts: string } | { view_id: string },
    action: Record<string, unknown>,
    state: ReturnType<Form["values"]>,
  ): Promise<void> {
    this.#told(await post("/box/action", { user: this.me, ...where, action, state }));
  }

  async letFarSideFail(fails: boolean): Promise<void> {
    this.#told(await post("/box/far-side", { user: this.me, fails }));
  }

  async submit(view: string, state: ReturnType<Form["values"]>): Promise<void> {
    this.#told(await post("/box/submit", { user: this.me, view_id: view, state }));
  }

  async closeView(view: string): Promise<void> {
    this.#told(await post("/box/close", { user: this.me, view_id: view }));
  }

  /** What went wrong is said in the menu: a person types on, and would otherwise be told at every letter. */
  async options(request: Asked): Promise<Offered> {
    const answer = await post("/box/options", { user: this.me, ...request });
    return answer.ok ? optionGroups(answer as Options) : { problem: answer.text };
  }

  /** What has been entered in a message or modal, by its own key. */
  form(key: string): Form {
    const form = this.#forms.get(key) ?? new Form();
    this.#forms.set(key, form);
    return form;
  }

  notify(text: string): void {
    const id = ++this.#toastCount;
    this.#update(() => (this.toasts = [...this.toasts.slice(-2), { id, text }]));
    setTimeout(() => this.dismiss(id), 10_000);
  }

  dismiss(id: number): void {
    this.#update(() => (this.toasts = this.toasts.filter((toast) => toast.id !== id)));
  }

  get isNewcomer(): boolean {
    return remembered("commanded") === null;
  }

  endWelcome(): void {
    this.#update(() => remember("commanded", "yes"));
  }

  #arrive(state: BoxState): void {
    const people = state.users.filter((user) => !user.is_bot);
    const wanted = [this.me, remembered("me")].find((id) => people.some((user) => user.id === id));
    this.#update(() => {
      this.box = withWhispers(boxOf(state), this.box);
      this.me = wanted ?? people[0]?.id ?? "";
      this.isLost = false;
      if (!this.isHome && !isVisible(this.box.channels.get(this.place.channel ?? ""), this.me))
        this.place = { channel: homeOf(state.channels), thread: null };
    });
    this.#openHome();
  }

  /** The app is told that its Home is looked at, so that it can bring it up to date. */
  #openHome(): void {
    if (this.isHome) void post("/box/home", { user: this.me });
  }

  #apply(change: BoxChange): void {
    const box = this.box;
    if (!box) return;
    this.#update(() => {
      this.box = withChange(box, change);
      if (change.type === "message") this.#announce(box, change.message);
    });
  }

  #announce(before: Box, message: BoxMessage): void {
    const isKnown = before.messages.get(message.channel)?.some(({ ts }) => ts === message.ts);
    const isHere = message.channel === this.place.channel && message.user !== this.me;
    const isForMe = message.ephemeral_to === undefined || message.ephemeral_to === this.me;
    if (isKnown || !isHere || !isForMe) return;
    this.announcement = `${this.user(message.user)?.real_name ?? message.user}: ${message.text}`;
  }

  #go(place: Place): void {
    this.#update(() => {
      this.place = place.channel ? place : this.place;
      this.isMenuOpen = false;
    });
    this.#openHome();
  }

  #told(answer: BoxAnswer): boolean {
    return answer.ok || this.#refused(answer.text);
  }

  #refused(text: string): false {
    this.notify(text);
    return false;
  }

  #update(change: () => void): void {
    change();
    this.#changed();
  }
}

function homeOf(channels: readonly BoxChannel[]): string | null {
  const home = channels.find(({ name }) => name === "affiliate-ops") ?? channels[0];
  return home?.id ?? null;
}
