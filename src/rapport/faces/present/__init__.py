"""How does any result become words, rows and pictures, whatever the measure?"""
