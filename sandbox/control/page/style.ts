export const style = `
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1a1d21;--soft:#555c66;--line:#d4d8de;--act:#0b5cad;--on:#fff;--good:#17693a;--bad:#a3211b;--tint:#eef3f9}
@media (prefers-color-scheme:dark){:root{--page:#14171b;--card:#1d2126;--ink:#e9ecf0;--soft:#a8b0bb;--line:#3a4049;--act:#7db8f5;--on:#0d1a28;--good:#7fd6a0;--bad:#ff9d96;--tint:#232b35}}
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,sans-serif;background:var(--page);color:var(--ink);overflow-wrap:anywhere}
header,main{max-width:100rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.25rem}
h1{font-size:1.5rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.05rem;margin:0 0 .75rem}
h3{font-size:.95rem;margin:1rem 0 .4rem}
p{margin:.25rem 0 .75rem}
a{color:var(--act)}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:.5rem 0 0}
nav a{padding:.25rem 0}
main{display:grid;grid-template-columns:repeat(12,minmax(0,1fr));gap:1rem;padding-top:1rem;padding-bottom:5rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1rem;min-width:0;scroll-margin-top:1rem}
.half{grid-column:span 6}.stack{display:grid;gap:1rem;align-content:start}.stack section{grid-column:auto}.whole{grid-column:1/-1}
@media (min-width:90rem){.half{grid-column:span 4}}
@media (min-width:56.01rem) and (max-width:89.99rem){#scenarios{grid-column:1/-1}}
@media (max-width:56rem){.half{grid-column:1/-1}}
@media (max-width:30rem){header,main{padding-left:.75rem;padding-right:.75rem}section{padding:.75rem}}
form,.row{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:0 0 .75rem}
label{display:flex;flex-direction:column;font-size:.85rem;color:var(--soft);flex:1 1 8rem;min-width:0}
input,select,textarea,button{font:inherit;color:var(--ink);background:var(--page);border:1px solid var(--line);border-radius:.35rem;padding:.35rem .6rem;min-height:2.5rem;max-width:100%;min-width:0;width:100%}
textarea{min-height:6rem;font-family:ui-monospace,monospace;font-size:.85rem}
button{width:auto;cursor:pointer;border-color:var(--soft)}
button:hover{background:var(--tint)}
button.main{background:var(--act);border-color:var(--act);color:var(--on)}
button.small{min-height:2rem;padding:.1rem .6rem;font-size:.85rem}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.scroll{overflow-x:auto;margin:0 0 .5rem}
table{border-collapse:collapse;width:100%;font-size:.88rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);min-width:4.5rem;overflow-wrap:normal}
th{color:var(--soft);font-weight:600;white-space:nowrap}
td.long,.long{overflow-wrap:anywhere}
code{font-size:.85em;overflow-wrap:anywhere}
.facts{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:0;padding:0;list-style:none}
.facts b{font-variant-numeric:tabular-nums}
.none,.note{color:var(--soft);margin:.25rem 0 .75rem}
.note{font-size:.85rem}
.good{color:var(--good)}.bad{color:var(--bad)}
.num{text-align:right;font-variant-numeric:tabular-nums;display:block}
.big{font-size:1.15rem;font-variant-numeric:tabular-nums;margin:0 0 .75rem}
details{border-top:1px solid var(--line)}
summary{cursor:pointer;padding:.5rem 0;min-height:2.5rem}
details form{align-items:start}details form button{align-self:end}
label:has(select){flex-basis:13rem}
details label{flex:1 1 18rem}
details label small{color:var(--soft);font-weight:400}
.groups{columns:26rem;column-gap:1.5rem}.groups details{break-inside:avoid}
#said{position:fixed;left:0;right:0;bottom:0;margin:0;padding:.6rem 1.25rem;background:var(--card);border-top:2px solid var(--act);max-height:40vh;overflow:auto;white-space:pre-wrap}
#said:empty{display:none}
#said.bad{border-color:var(--bad)}
`;
