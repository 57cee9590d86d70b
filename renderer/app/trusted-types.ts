/**
 * The app's one Trusted Types policy; import it before anything else. The browser asks it about every plain string
 * that reaches a dangerous sink, and what it refuses throws.
 *
 * - Markup: only text without `<`, which can make no element. Mantine writes its style sheets that way.
 * - Script addresses: only the app's own files, for the workers.
 * - Script text: never.
 */
const policy = {
  createHTML: (text: string): string | null => (text.includes('<') ? null : text),
  createScriptURL: (address: string): string | null =>
    new URL(address, document.baseURI).href.startsWith(new URL('./', document.baseURI).href) ? address : null,
  createScript: (): null => null,
};

interface TrustedTypesWindow {
  readonly trustedTypes?: { readonly createPolicy: (name: string, rules: typeof policy) => unknown };
}

// Browsers without Trusted Types have no such sinks to guard: there the rest of the policy stands alone.
(window as TrustedTypesWindow).trustedTypes?.createPolicy('default', policy);

export {};
