import { makeStyles, tokens } from '@fluentui/react-components';
import encodeQR from 'qr';

// A code is black on white in every theme, with four modules of quiet around it (ISO/IEC 18004): else cameras do not find it.
const useStyles = makeStyles({
  code: { width: '168px', height: '168px', backgroundColor: '#fff', borderRadius: tokens.borderRadiusMedium },
});
const quiet = 4;

/** A text as a QR code, drawn here: it may be a secret, so nobody else is asked to draw it. */
export function QrCode({ text, says }: { readonly text: string; readonly says: string }) {
  const styles = useStyles();
  const rows = encodeQR(text, 'raw', { border: quiet });
  const path = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg className={styles.code} role="img" aria-label={says} viewBox={`0 0 ${rows.length} ${rows.length}`} shapeRendering="crispEdges">
      <path d={path} fill="#000" />
    </svg>
  );
}
