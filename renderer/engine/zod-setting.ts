import { z } from 'zod';

/** Zod would compile its checks with `new Function`, which the content security policy refuses. Import it before any schema is used. */
z.config({ jitless: true });
