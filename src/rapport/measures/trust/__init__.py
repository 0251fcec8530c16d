"""Are we believed?"""
