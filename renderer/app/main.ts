import './trusted-types.ts';
import '../engine/zod-setting.ts';

// All else comes after: the policy and the setting must hold before the first schema is made, in whatever chunk it lies.
const { boot } = await import('./boot.tsx');
await boot();
