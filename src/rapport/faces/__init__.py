"""The windows: how do people look in?"""
