// node resave.js PROGRAM IN OUT: opens IN, types into one cell what stands there, saves as OUT.
// The packages are looked for in NODE_PATH.
const [program, source, target] = process.argv.slice(2);
const [sheet, cell] = ["封面", "C18"];

const programs = {
  async exceljs() {
    const book = new (require("exceljs").Workbook)();
    await book.xlsx.readFile(source);
    const found = (book.getWorksheet(sheet) || book.worksheets[0]).getCell(cell);
    found.value = found.value;
    await book.xlsx.writeFile(target);
  },
  async xlsx() {
    const sheetjs = require("xlsx");
    sheetjs.writeFile(sheetjs.readFile(source, { cellStyles: true, cellDates: true }), target);
  },
  async "xlsx-populate"() {
    const book = await require("xlsx-populate").fromFileAsync(source);
    const found = (book.sheet(sheet) || book.sheet(0)).cell(cell);
    found.value(found.value());
    await book.toFileAsync(target);
  },
};

programs[program]().catch((fault) => {
  console.error(fault.message);
  process.exit(1);
});
