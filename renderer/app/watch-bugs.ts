import { problem } from '../../core/base/problem.ts';
import { notify } from '../store/notice-store.ts';
import { useSiteStore } from '../store/site-store.ts';

/** What nobody caught is a bug. It is shown with what can be copied, and never leaves the window waiting for something that will not come. */
export function watchBugs(): void {
  window.addEventListener('error', (event) => show(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => show(event.reason));
}

function show(cause: unknown): void {
  // Browsers report it when a panel is resized within its own resize; nothing is lost by it.
  if (String(cause).includes('ResizeObserver loop')) return;
  const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const place = cause instanceof Error ? (cause.stack?.split('\n')[1]?.trim() ?? '') : '';
  if (useSiteStore.getState().phase === 'loading') useSiteStore.setState({ phase: 'closed' });
  notify({
    kind: 'error',
    about: 'bug',
    problems: [
      problem(
        'app.bug',
        message,
        'Go on working; what is saved stays. If it happens again, report the copied details.',
        {
          place,
        },
        { message },
      ),
    ],
  });
}
