import './app/base.css';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { must } from '#lib/must.ts';
import { App } from './app/app.tsx';

z.config({ jitless: true }); // the content security policy forbids making code from text

createRoot(must(document.getElementById('root'), 'the root element')).render(<App />);
