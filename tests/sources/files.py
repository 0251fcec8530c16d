"""Small files for the tests of the door."""

import zipfile
from pathlib import Path

import duckdb

from rapport.core.source import Recipe, Sheet, SheetFormat, column, constant
from rapport.sources import open_sheets

_CELL = '<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def one_sheet(folder: Path, content: bytes | str, name: str = "file.csv") -> Sheet:
    """Write a file and open its only sheet."""
    told = content.encode() if isinstance(content, str) else content
    path = folder / name
    path.write_bytes(told)
    (sheet,) = open_sheets(path, folder / "workshop")
    return sheet


def scan(sheet: Sheet) -> str:
    """The scan of a CSV or Parquet sheet as text, as the book does it."""
    path = constant(str(sheet.path))
    if sheet.format is SheetFormat.PARQUET:
        cells = ", ".join(f"CAST({column(n)} AS VARCHAR) AS {column(n)}" for n in sheet.columns)
        return f"SELECT {cells} FROM read_parquet({path})"
    types = ", ".join(f"{constant(name)}: 'VARCHAR'" for name in sheet.columns)
    return (
        f"SELECT * FROM read_csv({path}, auto_detect = false, header = false, "
        f"skip = {sheet.header_line}, delim = {constant(sheet.delimiter)}, quote = '\"', "
        f"escape = '\"', columns = {{{types}}}, ignore_errors = true, strict_mode = false)"
    )


def rows(sheet: Sheet, recipe: Recipe, *fields: str) -> list[tuple[object, ...]]:
    """What a recipe makes of a sheet, total rows dropped."""
    told = ", ".join(recipe.fields[field] for field in fields)
    drop = f" AND NOT ({sheet.drop_rows})" if sheet.drop_rows else ""
    query = f"SELECT {told} FROM ({scan(sheet)}) WHERE ({recipe.where}){drop}"
    return duckdb.connect().execute(query).fetchall()


def workbook(path: Path, table: list[list[str]]) -> Path:
    """A minimal XLSX with one sheet of text cells."""
    lines = []
    for number, row in enumerate(table, start=1):
        cells = (_CELL.format(place=f"{chr(65 + at)}{number}", text=t) for at, t in enumerate(row))
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return raw_workbook(path, "".join(lines))


def raw_workbook(path: Path, rows_xml: str) -> Path:
    """A minimal XLSX whose only sheet holds these row elements."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{space}" xmlns:r="{office}"><sheets>'
            '<sheet name="Orders" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{space}"><sheetData>{rows_xml}</sheetData></worksheet>',
        )
    return path
