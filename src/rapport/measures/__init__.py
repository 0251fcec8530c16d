"""The scales: what is worth measuring, one measure a file?"""
