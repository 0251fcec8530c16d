"""The words of the house: what does Rapport talk about, before any data?"""
