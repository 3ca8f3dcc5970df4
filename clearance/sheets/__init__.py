"""Items of goods as sheets (XLSX, CSV): read without trust, checked by the form of the item page, given back corrected.

`reading` opens a file, `columns` knows its headings in three languages, `checking` runs each row through `ItemForm`,
`writing` makes templates, exports and corrected sheets, `keeping` holds a sheet between its upload and its import.
"""
