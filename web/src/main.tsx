import './app/base.css';
import { createRoot } from 'react-dom/client';
import { must } from '#lib/must.ts';
import { App } from './app/app.tsx';

createRoot(must(document.getElementById('root'), 'the root element')).render(<App />);
