import { contextBridge, ipcRenderer } from 'electron';
import { createShell } from './shell.ts';

contextBridge.exposeInMainWorld('edgewright', createShell(ipcRenderer));
