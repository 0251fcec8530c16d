"""How does one work with Rapport from a terminal?"""
