const overThePage = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** Whether a dialog or a menu is open: it has the keys. */
export function isSomethingOpen(): boolean {
  return document.querySelector(overThePage) !== null;
}

/** Whether this is in a dialog or a menu. */
export function isOverThePage(element: Element): boolean {
  return element.closest(overThePage) !== null;
}

/** Whether the focus is in the open conversation: in its messages or its composer. */
export function isInConversation(): boolean {
  return document.activeElement?.closest("[data-conversation]") != null;
}

/** Whether what is typed here is text. */
export function isField({ isContentEditable, tagName }: HTMLElement): boolean {
  return isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(tagName);
}
